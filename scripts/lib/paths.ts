import path from 'node:path';

/** The repository's root folder. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** The built page. */
export const DIST = path.join(ROOT, 'dist');

/** The built test pages, which no one but the e2e tests is served. */
export const DIST_TEST = path.join(ROOT, 'dist-test');

/** The built data sets; the page's build copies them. */
export const DATA = path.join(ROOT, 'public/data');

/** The feature networks that images are measured by. */
export const FEATURES = path.join(ROOT, 'public/features');

/** The models that come with the page. */
export const MODELS = path.join(ROOT, 'public/models');
