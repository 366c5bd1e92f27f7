import { maskProse } from './powershell.ts';
import { squeeze } from './squeezed.ts';

/** What an Install-ExchangeCertificate of a script was told to do. */
export interface CertificateStep {
  /** As Exchange names them: `IIS`, `POP`, `IMAP`, `SMTP`, … */
  readonly services: readonly string[];
  readonly site: 'front-end' | 'back-end' | 'other';
  /** `open` when the script ends with it, so that more parameters may be missing where the script is cut. */
  readonly statement: 'whole' | 'open';
}

const serviceNames = ['IIS', 'POP', 'IMAP', 'SMTP', 'UMCallRouter', 'UM', 'Federation', 'None'] as const;
const oneService = serviceNames.join('|');
const services = new RegExp(`-services?:?["']?((?:${oneService})(?:,["']?(?:${oneService})["']?)*)`, 'i');
const cmdlet = /install-exchangecertificate/gi;
const commandMayFollow = /[;{}|(=&]$/;
// Where a statement ends once line ends are gone: a wrapped parameter must not be lost, so a line end alone ends nothing.
const statementEnd =
  /[;|{}]|if\(|foreach\(|while\(|\$\w+=|(?:Install|Uninstall|Set|Get|New|Remove|Write|Start|Stop|Enable|Disable|Test|Import|Export|Add|Update)-[A-Z]/;

/**
 * The Install-ExchangeCertificate commands of a script. A comment, a string or an argument that names the cmdlet is
 * none; neither is any other cmdlet that ends in `-ExchangeCertificate`.
 */
export function findCertificateSteps(script: string): readonly CertificateStep[] {
  const masked = maskProse(script);
  const code = squeeze(masked);
  return [...code.text.matchAll(cmdlet)].flatMap(({ index, 0: name }) => {
    const nameEnd = index + name.length;
    if (/^[\w-]/.test(masked.slice(code.at(nameEnd - 1) + 1))) return [];
    if (!standsAsCommand(masked, code.text.slice(0, index), code.at(index))) return [];
    const rest = code.text.slice(nameEnd);
    const length = statementEnd.exec(rest)?.index;
    const statement = script.slice(code.at(nameEnd), code.at(nameEnd + (length ?? rest.length)));
    const isWhole = length !== undefined || statement.trimStart().includes('\n');
    return [{ ...readParameters(statement), statement: isWhole ? 'whole' : 'open' }];
  });
}

function standsAsCommand(masked: string, before: string, at: number): boolean {
  if (before === '' || commandMayFollow.test(before)) return true;
  return /\n\s*$/.test(masked.slice(0, at));
}

function readParameters(statement: string): Pick<CertificateStep, 'services' | 'site'> {
  const { text } = squeeze(statement);
  const named = (services.exec(text)?.[1] ?? '').replaceAll(/["']/g, '').split(',');
  return {
    services: named.flatMap(
      (name) => serviceNames.find((known) => known.toLowerCase() === name.toLowerCase()) ?? [],
    ),
    site: siteOf(text),
  };
}

function siteOf(parameters: string): CertificateStep['site'] {
  const site = /-websitename:?["']?([^"'-]*)/i.exec(parameters)?.[1]?.toLowerCase();
  if (site === undefined || site === 'defaultwebsite') return 'front-end';
  return site === 'exchangebackend' ? 'back-end' : 'other';
}
