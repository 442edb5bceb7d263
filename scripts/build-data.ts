/** `npm run data`: builds the data sets that the page loads. */
import { buildData } from './lib/build-data';

await buildData();
