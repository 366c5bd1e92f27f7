import type { ClientProtection } from '../../../../shared/facts.ts';
import { read, type Reading } from '../../../../shared/reading.ts';
import { oneOf } from './attributes.ts';
import { all, andThen } from './readings.ts';
import { below, scopes, sections, type Scope } from './sections.ts';
import type { ConfigurationFile } from './configuration-xml.ts';

/** How IIS itself calls what holds for the whole server. */
const wholeServer = 'MACHINE/WEBROOT/APPHOST';

type ExtendedProtection = ClientProtection['extendedProtection'];

/**
 * Where Extended Protection is configured and on, as it stands in applicationHost.config, where Exchange puts it;
 * what a virtual directory inherits is not listed again.
 */
export function readExtendedProtection(file: ConfigurationFile): Reading<ExtendedProtection> {
  return andThen(all(scopes(file).map((scope) => protectionOf(file, scope))), (found) => read(found.flat()));
}

function protectionOf(file: ConfigurationFile, scope: Scope): Reading<ExtendedProtection> {
  const place = 'system.webServer/security/authentication/windowsAuthentication';
  return andThen(sections(file, scope, place), (found) => {
    const modes = below(found, 'extendedProtection').map((element) =>
      oneOf(file, element, 'tokenChecking', ['None', 'Allow', 'Require']),
    );
    return andThen(all(modes), (known) =>
      read(
        known
          .filter((mode) => mode !== 'None')
          .map((mode) => ({ path: scope.path === '' ? wholeServer : scope.path, mode })),
      ),
    );
  });
}
