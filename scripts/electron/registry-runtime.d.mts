export function checkIntegrity(file: string, integrity: string): Promise<void>;
