/** Knows which methods an address answers to, so that a wrong method is told from a wrong address. */
export type RouteTable = {
  /** @param pattern - a path, its parameters written `:name` */
  add(method: string | readonly string[], pattern: string): void;
  /** Methods of the routes that a requested address matches, whatever they are asked for. */
  methodsOf(address: string): string[];
};

/** An empty table. */
export function createRouteTable(): RouteTable {
  const routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = [];
  return {
    add(method, pattern) {
      const methods = typeof method === 'string' ? [method] : method;
      routes.push({ parts: partsOf(pattern), methods });
    },
    methodsOf(address) {
      const parts = partsOf(address.split('?', 1)[0] ?? '');
      const matching = routes.filter((route) => matches(route.parts, parts));
      return [...new Set(matching.flatMap((route) => route.methods))];
    },
  };
}

function partsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  const fits = (part: string, index: number) => part.startsWith(':') || part === parts[index];
  return pattern.length === parts.length && pattern.every(fits);
}
