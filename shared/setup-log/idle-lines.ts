/** The code units of a text. */
export type CodeUnits = Uint8Array | Uint16Array;

/** What a run can still learn from entries below the launcher's. */
export interface Indifference {
  /** Whether one more cmdlet makes a difference. */
  readonly work: 'counts' | 'enough';
  /** Whether one more rule makes a difference that is none of those that stop Setup. */
  readonly rules: 'count' | 'settled';
}

/**
 * Finds entries of one line that say nothing to a run: neither of an error nor of success, nor of a rule that may stop
 * Setup. They are most of a log, and are told by a few units, without making texts of them. In doubt a line is not idle.
 */
export class IdleLines {
  #units: CodeUnits | null = null;
  #end = 0;
  #lastDollar = -1;

  /** Fastest when it is asked for the lines of the same units from the last to the first. */
  isIdle(units: CodeUnits, start: number, end: number, run: Indifference): boolean {
    if (end - start <= stampLength || !isStamp(units, start)) return false;
    const text = start + stampLength;
    return saysNothing(units, text, end, run) && !this.#holdsDollar(units, start, end);
  }

  /** As every script does. */
  #holdsDollar(units: CodeUnits, start: number, end: number): boolean {
    if (units !== this.#units || end > this.#end || this.#lastDollar >= end) {
      this.#units = units;
      this.#lastDollar = units.lastIndexOf(dollar, end - 1);
    }
    this.#end = end;
    return this.#lastDollar >= start;
  }
}

const unitOf = (character: string): number => character.charCodeAt(0);
const dollar = unitOf('$');
const space = unitOf(' ');
const openBracket = unitOf('[');
const closeBracket = unitOf(']');
const slash = unitOf('/');
const colon = unitOf(':');
const point = unitOf('.');

/** By their codes. */
const letters = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return letter >= 'a' && letter <= 'z' ? letter : null;
});

const stampLength = '[01/02/2024 03:04:05.0678] [1] '.length;

/** The usual form, of a task or a cmdlet; every other form is read as a text. */
function isStamp(units: CodeUnits, at: number): boolean {
  return (
    units[at] === openBracket &&
    isDigits(units, at + 1, 2) &&
    units[at + 3] === slash &&
    isDigits(units, at + 4, 2) &&
    units[at + 6] === slash &&
    isDigits(units, at + 7, 4) &&
    units[at + 11] === space &&
    isDigits(units, at + 12, 2) &&
    units[at + 14] === colon &&
    isDigits(units, at + 15, 2) &&
    units[at + 17] === colon &&
    isDigits(units, at + 18, 2) &&
    units[at + 20] === point &&
    isDigits(units, at + 21, 4) &&
    units[at + 25] === closeBracket &&
    units[at + 26] === space &&
    units[at + 27] === openBracket &&
    (units[at + 28] === 0x31 || units[at + 28] === 0x32) &&
    units[at + 29] === closeBracket &&
    units[at + 30] === space
  );
}

function isDigits(units: CodeUnits, start: number, length: number): boolean {
  for (let at = start; at < start + length; at += 1) {
    const unit = units[at] ?? 0;
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return true;
}

/** By the letters that tell the entries apart that say something, in the order of `markOf`. */
function saysNothing(units: CodeUnits, text: number, end: number, run: Indifference): boolean {
  const rule = ruleAt(units, text, end);
  if (rule !== null) return run.rules === 'settled' && isIdleRule(units, rule, end);
  switch (letterAt(units, text)) {
    // "Beginning processing", but not of Install-ExchangeCertificate.
    case 'b':
      return run.work === 'enough' && letterAt(units, text + 21) !== 'i';
    // "Ending processing", but not of Start-PostSetup, nor "End of Setup"; "Executing", "Evaluated".
    case 'e':
      if (letterAt(units, text + 1) !== 'n') return true;
      return letterAt(units, text + 3) === 'i' && letterAt(units, text + 18) !== 's';
    // "The Exchange Server setup operation".
    case 't':
      return letterAt(units, text + 4) !== 'e';
    // "Installing certificate", "Starting Microsoft Exchange", and what begins with no letter.
    case 'i':
    case 's':
    case null:
      return false;
    default:
      return true;
  }
}

/** Where the name begins in what may be "Evaluated [Rule:Name]", whatever the first word is in this language. */
function ruleAt(units: CodeUnits, text: number, end: number): number | null {
  let at = text;
  while (at < end && units[at] !== space) at += 1;
  return units[at + 1] === openBracket && letterAt(units, at + 2) === 'r' ? at + 7 : null;
}

/** One that is evaluated, and none of those that stop Setup: their names begin with I, P and R. */
function isIdleRule(units: CodeUnits, name: number, end: number): boolean {
  const first = letterAt(units, name);
  if (first === null || first === 'i' || first === 'p' || first === 'r') return false;
  let at = name;
  while (at < end && units[at] !== closeBracket) at += 1;
  const next = letterAt(units, at + 3);
  return units[at + 1] === space && units[at + 2] === openBracket && next !== null && next !== 'm';
}

/** In lower case; `null` where no letter of ASCII stands. */
function letterAt(units: CodeUnits, at: number): string | null {
  return letters[units[at] ?? 0] ?? null;
}
