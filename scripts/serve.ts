/**
 * Serves the built page on this machine and prints its address. `--build` builds first what is missing or out of
 * date; `--tests` serves the test pages too, under /test/. The port is PORT, or 8080 or the next free one.
 */
import { parseArgs } from 'node:util';
import { ensurePage, ensureTestPages } from './lib/page';
import { DIST, DIST_TEST } from './lib/paths';
import { serveFolders } from './lib/static-server';

const { values } = parseArgs({ options: { build: { type: 'boolean' }, tests: { type: 'boolean' } } });
if (values.build) {
  await ensurePage();
  if (values.tests) await ensureTestPages();
}
const port = Number(process.env.PORT || 8080);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT=${process.env.PORT} is not a port number (0 to 65535).`);
  process.exit(2);
}
const mounts = { '/': DIST, ...(values.tests && { '/test/': DIST_TEST }) };
const { url } = await serveFolders(mounts, port, values.tests);
console.log(`\n  DCGAN playground: ${url}\n\n  Press Ctrl+C to stop.`);
