import type { Facts } from '../../shared/facts.ts';
import type { Because, Reading } from '../../shared/reading.ts';

/** Wine's wevtutil prints nothing, so this is never known. */
const lackingInWine = ['windowsEvents'];

/** What inspection could not read though Wine has it, and why. */
export function unknownParts(facts: Facts): Readonly<Record<string, Because>> {
  const parts = Object.entries(facts as unknown as Record<string, Partial<Reading<unknown>>>);
  return Object.fromEntries(
    parts
      .filter(([name]) => !lackingInWine.includes(name))
      .flatMap(([name, part]) => (part.kind === 'unknown' && part.because ? [[name, part.because]] : [])),
  );
}
