// Runs the command line from a checkout. Builds it first when a source is newer than the build, so that
// `npm run -s cli -- …` always runs the code one sees; the build is a child, so it costs this process nothing.
import { pathToFileURL } from 'node:url';
import { buildIfStale, commandLineBuild } from './build.mjs';
import { runScript } from './problem.mjs';

await runScript(async () => {
  buildIfStale(commandLineBuild);
  await import(pathToFileURL(commandLineBuild.built[0]).href);
});
