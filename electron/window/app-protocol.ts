import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';

/** Our own scheme: a page from it has an origin, unlike one from a file, and cannot read files. */
export const scheme = 'app';
export const pageAddress = `${scheme}://cu-rescue/index.html`;

/** Only what is bundled; nothing inline, nothing from elsewhere, no forms, no frames. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** To be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** Serves the files that lie in the folder now, by their exact names: there is no path to walk out of. */
export function serveFiles(session: Session, folder: string): void {
  const files = new Map<string, string>(
    filesBelow(folder).map((path) => {
      const name = relative(folder, path).split(sep).join('/');
      return [`${scheme}://cu-rescue/${name}`, path] as const;
    }),
  );
  session.protocol.handle(scheme, ({ url }) => {
    const path = files.get(url);
    if (path === undefined) return new Response(null, { status: 404 });
    return new Response(readFileSync(path), {
      headers: {
        'Content-Type': types[extname(path)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
