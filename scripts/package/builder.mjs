// electron-builder, called with electron-builder.yml and what only this machine knows.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../places.mjs';
import { Problem } from '../problem.mjs';

/** See builder.d.mts. */
export async function runBuilder({ output, target, config, platform = process.platform }) {
  const { Arch, Platform, build } = await import('electron-builder');
  const system = platform === 'win32' ? Platform.WINDOWS : Platform.LINUX;
  await build({
    projectDir: root,
    publish: 'never',
    targets: system.createTarget(target, Arch.x64),
    config: { ...config, directories: { output } },
  });
  return join(output, platform === 'win32' ? 'win-unpacked' : 'linux-unpacked');
}

/** See builder.d.mts. */
export function electronHere(runtime) {
  const electronDist = dirname(runtime);
  const version = join(electronDist, 'version');
  if (!existsSync(version)) throw new Problem(`${electronDist} does not say which Electron it is.`);
  return { electronDist, electronVersion: readFileSync(version, 'utf8').trim().replace(/^v/, '') };
}
