/** `npm run build`: the page as static files in dist/, its data sets included. */
import { ensurePage } from './lib/page';

await ensurePage();
