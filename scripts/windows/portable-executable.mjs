// Where things lie in a Windows program of 64 bits.

/** From the start of the PE header: the number of sections, the optional header and its length. */
const sectionCount = 6;
const optionalLength = 20;
const optionalHeader = 24;
const pe32Plus = 0x20b;
const directories = 112;
const sectionHeader = 40;

/** Where the optional header starts. */
function optionalHeaderOf(program) {
  const header = program.readUInt32LE(0x3c);
  if (program.toString('latin1', header, header + 4) !== 'PE\0\0') throw new Error('Not a Windows program');
  if (program.readUInt16LE(header + optionalHeader) !== pe32Plus) throw new Error('Not a 64-bit program');
  return header + optionalHeader;
}

/** Where the program says at which place a part lies, and how long it is: two numbers of four bytes. */
export function directoryEntry(program, number) {
  return optionalHeaderOf(program) + directories + 8 * number;
}

/** The place in the file, and the length, of a part that is loaded into memory. */
export function sectionAt(program, number) {
  const entry = directoryEntry(program, number);
  const [address, length] = [program.readUInt32LE(entry), program.readUInt32LE(entry + 4)];
  const optional = optionalHeaderOf(program);
  const header = optional - optionalHeader;
  const sections = optional + program.readUInt16LE(header + optionalLength);
  for (let index = 0; index < program.readUInt16LE(header + sectionCount); index += 1) {
    const section = sections + sectionHeader * index;
    const start = program.readUInt32LE(section + 12);
    const inFile = program.readUInt32LE(section + 20);
    if (address >= start && address < start + program.readUInt32LE(section + 16)) {
      return { start: inFile + address - start, length };
    }
  }
  throw new Error('The program does not have this part');
}
