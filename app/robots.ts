import type { MetadataRoute } from 'next';

/** Everything public may be indexed. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: '*', allow: '/' } };
}
