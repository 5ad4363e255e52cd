import type { ESTree } from 'rolldown/utils';

/** A node of the syntax tree (ESTree with TypeScript and JSX), with offsets into the text. */
export type SyntaxNode = ESTree.Node;

/** Whether a value found in a syntax tree is a node, and not a name, a literal or a list. */
function isSyntaxNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value &&
    typeof value.start === 'number'
  );
}

/** The nodes directly below a node, in source order of their fields. */
function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue;
    if (isSyntaxNode(value)) children.push(value);
    else if (Array.isArray(value)) children.push(...value.filter(isSyntaxNode));
  }
  return children;
}

/**
 * Visits a node and everything below it, outermost first. `ancestors` runs from the root to the
 * parent; it is reused between calls and must not be kept.
 */
export function walk(
  root: SyntaxNode,
  visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => void,
): void {
  const ancestors: SyntaxNode[] = [];
  const descend = (node: SyntaxNode): void => {
    visit(node, ancestors);
    ancestors.push(node);
    for (const child of childrenOf(node)) descend(child);
    ancestors.pop();
  };
  descend(root);
}
