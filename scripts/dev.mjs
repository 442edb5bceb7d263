/** `npm run dev`: the page from its sources, rebuilt as they change. */
import { installPackages, runScript } from './lib/setup.mjs';

installPackages();
await runScript('dev.ts', process.argv.slice(2));
