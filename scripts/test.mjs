/** `npm test`: installs what is missing and runs every check; with `--long` also the slow ones. */
import { installPackages, runScript } from './lib/setup.mjs';

installPackages();
await runScript('check.ts', process.argv.slice(2));
