/**
 * Addresses of the scripts that a document makes a current browser load: those of `<script src>` and of
 * script preloads, without the ones for browsers that know no modules.
 *
 * @param base - the document's own address
 */
export function scriptUrls(html: string, base: string): readonly string[] {
  const urls = new Set<string>();
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/gi)) {
    const address = /^<script/i.test(tag) ? scriptAddress(tag) : preloadAddress(tag);
    if (address !== null) urls.add(new URL(address, base).href);
  }
  return [...urls];
}

function scriptAddress(tag: string): string | null {
  return /\snomodule\b/i.test(tag) ? null : attribute(tag, 'src');
}

function preloadAddress(tag: string): string | null {
  const rel = attribute(tag, 'rel');
  const isPreload =
    rel === 'modulepreload' || (rel === 'preload' && attribute(tag, 'as') === 'script');
  return isPreload ? attribute(tag, 'href') : null;
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1] ?? null;
}
