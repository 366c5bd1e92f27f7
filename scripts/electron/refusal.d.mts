export function refusedBy(line: string): 'display' | 'sandbox' | null;
export function refusalText(
  by: 'display' | 'sandbox',
  executable: string,
  environment: Readonly<Record<string, string | undefined>>,
): string;
