import { session } from './app';
import { client } from './client';
import { Lab } from './lab';
import { browserClock } from './timing';

/** The page's one Lab, made when its view is first loaded. */
export const lab = new Lab({ client, session, clock: browserClock });
