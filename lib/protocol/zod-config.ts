import * as z from 'zod/mini';

// zod compiles object parsers with `new Function`. A page with a strict content security policy
// forbids that and reports even the probe, so in browsers the interpreted parsers are used.
if (typeof document !== 'undefined') z.config({ jitless: true });
