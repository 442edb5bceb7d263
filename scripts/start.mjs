/** `npm start`: installs what is missing, builds the data sets and the page, serves it and prints its address. */
import { installPackages, runScript } from './lib/setup.mjs';

installPackages();
await runScript('serve.ts', ['--build', ...process.argv.slice(2)]);
