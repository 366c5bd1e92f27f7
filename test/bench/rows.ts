import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measures } from './measures.ts';
import type { Measure, MeasureName } from './measures.ts';

/** One line of bench.json. */
type Row = {
  readonly name: string;
  readonly wanted: number;
} & (
  { readonly ratio: number; readonly against: string } | { readonly value: number; readonly unit: string }
);

const file = join(import.meta.dirname, '..', '..', 'bench.json');
const all: readonly Measure[] = Object.values(measures);

/** Takes a row out of bench.json. */
export function forget(measure: MeasureName): void {
  const { name } = measures[measure];
  write(measured().filter((row) => row.name !== name));
}

/** Puts a row into bench.json. */
export function note(measure: MeasureName, figure: number): void {
  const rounded = Number(figure.toFixed(2));
  const { name, wanted, ...rest }: Measure = measures[measure];
  const row: Row =
    'against' in rest
      ? { name, ratio: rounded, wanted, against: rest.against }
      : { name, value: rounded, wanted, unit: rest.unit };
  write([...measured(), row]);
}

function measured(): readonly Row[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]) : [];
}

/** In the order of the table, whatever was measured first. */
function write(rows: readonly Row[]): void {
  const ordered = all.flatMap(({ name }) => rows.filter((row) => row.name === name));
  writeFileSync(file, `${JSON.stringify(ordered, null, 2)}\n`);
}

/** Every measure with its verdict; one that could not be taken says so. */
export function printTable(): void {
  const rows = measured();
  console.table(
    all.map(({ name, wanted }) => {
      const row = rows.find((one) => one.name === name);
      if (row === undefined)
        return { what: name, figure: '', wanted: `≤ ${wanted}`, verdict: 'NOT MEASURED' };
      const figure = 'ratio' in row ? row.ratio : row.value;
      return {
        what: name,
        figure: 'ratio' in row ? `${figure} × ${row.against}` : `${figure} ${row.unit}`,
        wanted: `≤ ${wanted}`,
        verdict: figure <= wanted ? 'as wanted' : 'TOO MUCH',
      };
    }),
  );
}
