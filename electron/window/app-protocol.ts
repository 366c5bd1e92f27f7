import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';

/** SECURITY 18: our own scheme. A page from it has an origin, unlike one from a file, and cannot read files. */
export const scheme = 'app';
export const pageAddress = `${scheme}://cu-rescue/index.html`;

/** SECURITY 7: only what is bundled; nothing inline, nothing from elsewhere, no forms, no frames. */
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

/** SECURITY 7: with every answer, also with the one that there is no such file. */
const lockedHeaders = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': noPermission(),
  // The page is alone: no other one holds it, and none takes anything from it.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  // Nothing that the window shows is ever on the disk.
  'Cache-Control': 'no-store',
} as const;

/** What a page could ask for, each for nobody. */
function noPermission(): string {
  const names = [
    ...['accelerometer', 'ambient-light-sensor', 'autoplay', 'bluetooth', 'camera', 'clipboard-read'],
    ...['clipboard-write', 'display-capture', 'encrypted-media', 'fullscreen', 'gamepad', 'geolocation'],
    ...['gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment'],
    ...['picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'storage-access'],
    ...['sync-xhr', 'usb', 'web-share', 'window-management', 'xr-spatial-tracking'],
  ];
  return names.map((name) => `${name}=()`).join(', ');
}

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
    if (path === undefined) return new Response(null, { status: 404, headers: lockedHeaders });
    const type = types[extname(path)] ?? 'application/octet-stream';
    return new Response(readFileSync(path), { headers: { ...lockedHeaders, 'Content-Type': type } });
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
