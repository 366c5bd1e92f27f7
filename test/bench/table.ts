import { printTable } from './rows.ts';

/** Around all benches: the table stands at the end, once. */
export default function setup(): () => void {
  return printTable;
}
