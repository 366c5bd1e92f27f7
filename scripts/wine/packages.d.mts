export function machineRefusal(platform: string, architecture: string): string | null;
