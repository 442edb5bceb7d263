/** `node with-setup.mjs PROGRAM.ts ARGUMENTS`: runs a program of this folder once its packages are installed. */
import { installPackages, runScript } from './lib/setup.mjs';

installPackages();
const [program, ...args] = process.argv.slice(2);
await runScript(program, args);
