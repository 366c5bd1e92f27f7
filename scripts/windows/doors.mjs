// The doors that Windows' Node leaves open to whoever sets a variable of the environment or puts a DLL beside it. What
// runs as administrator must not be told by others what to load, so each is shut in the copy that we ship.
import { Buffer } from 'node:buffer';
import { sectionAt } from './portable-executable.mjs';

/** Each names code or a file that Node or OpenSSL in it would load, or write. */
export const doors = [
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_ICU_DATA',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_REDIRECT_WARNINGS',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_V8_COVERAGE',
  'OPENSSL_CONF',
  'OPENSSL_CONF_INCLUDE',
  'OPENSSL_ENGINES',
  'OPENSSL_MODULES',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
];

/**
 * The program asking for variables that nobody can set: Windows ends a name at the first `=` after its first character,
 * and C's own list leaves out what begins with one, so neither ever finds `==DE_OPTIONS`.
 */
export function withDoorsShut(program) {
  const shut = Buffer.from(program);
  for (const name of doors) shut.write(shutName(name), placeOf(name, program), 'latin1');
  return shut;
}

/** The opposite, for tests, which look into the program by NODE_OPTIONS. */
export function withDoorsOpen(program) {
  const open = Buffer.from(program);
  for (const name of doors) open.write(name, placeOf(shutName(name), program), 'latin1');
  return open;
}

/** As long as the name itself. */
const shutName = (name) => `==${name.slice(2)}`;

/**
 * Where the program itself keeps a name: once, as C keeps a text. What Node has compiled of its JavaScript holds names
 * as well, each after its length; those are only what it prints of itself.
 */
function placeOf(name, program) {
  const text = Buffer.from(`\0${name}\0`, 'latin1');
  const found = [];
  for (let at = program.indexOf(text); at !== -1; at = program.indexOf(text, at + 1)) {
    if (program.readUInt32LE(at - 3) !== name.length) found.push(at + 1);
  }
  const [place] = found;
  if (place === undefined || found.length > 1) {
    throw new Error(`This Node keeps ${name} in ${found.length} places: look anew how it is to be shut.`);
  }
  return place;
}

const loadConfiguration = 10;
const dependentLoadFlags = 0x4e;
const searchSystem32 = 0x800;

/** The program taking the DLLs that it is linked with from System32 alone, not from beside it (Server 2016 and later). */
export function withSystemDllsOnly(program) {
  const shut = Buffer.from(program);
  const { start, length } = sectionAt(program, loadConfiguration);
  if (length < dependentLoadFlags + 2) throw new Error('The program says nothing of how it is to be loaded');
  shut.writeUInt16LE(searchSystem32, start + dependentLoadFlags);
  return shut;
}
