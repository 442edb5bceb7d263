/** Serves the page from its sources, with the headers that isolate it; a change shows at once. */
import { createServer } from 'vite';
import { buildData } from './lib/build-data';
import { ROOT } from './lib/paths';

await buildData();
const server = await createServer({ root: ROOT });
await server.listen();
server.printUrls();
server.bindCLIShortcuts({ print: true });
