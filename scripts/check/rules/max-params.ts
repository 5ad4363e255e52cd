import type { Finding, SourceRule } from '../rule.ts';
import { type FunctionNode, functionsOf } from '../source/functions-of.ts';
import { isTestPath, type SourceFile } from '../source/source-file.ts';

/** A caller in another file does not see the declaration; one in the same file does. */
const PUBLIC_LIMIT = 2;
const PRIVATE_LIMIT = 3;

/** Types of quantities: what makes `mulDivDown(a, b, denominator)` mathematics and no options list. */
const QUANTITY = /^(?:bigint|number|Ticks|Lots|Quanta|Tick|Liquidity|Price|Amount|SqrtPriceX96)$/;

/**
 * More than two positional parameters become one object; three are left to a function that only its
 * own file calls, and to constructors, whose class names what they take. The state that an engine's
 * function works on does not count. Mathematics is exempt: a function of which at least two
 * parameters are numbers. So are functions written where they are used, whose parameters are somebody else's choice.
 */
export const maxParams: SourceRule = {
  name: 'max-params',
  check: (file) => {
    if (isTestPath(file.path)) return [];
    const exported = exportedNames(file);
    return functionsOf(file).flatMap(({ name, node, isMethod }): readonly Finding[] => {
      const count = node.params.length - (worksOnState(node, file.text) ? 1 : 0);
      if (name === null || isMathematics(node, file.text)) return [];
      const isPublic = exported.has(name) || (isMethod && name !== 'constructor');
      const limit = isPublic ? PUBLIC_LIMIT : PRIVATE_LIMIT;
      if (count <= limit) return [];
      const message = `${name} takes ${count} positional parameters: pass one object with names.`;
      return [{ at: node.start, message }];
    });
  },
};

/** In the deterministic core the state comes first and stands for what `this` is to a method. */
function worksOnState(node: FunctionNode, text: string): boolean {
  const [first] = node.params;
  if (first === undefined || !('typeAnnotation' in first) || !first.typeAnnotation) return false;
  const { start, end } = first.typeAnnotation.typeAnnotation;
  return text.slice(start, end) === 'EngineState';
}

function exportedNames(file: SourceFile): ReadonlySet<string | null> {
  return new Set(
    file.module.staticExports.flatMap(({ entries }) =>
      entries.map((entry) => entry.localName.name),
    ),
  );
}

function isMathematics(node: FunctionNode, text: string): boolean {
  const quantities = node.params.filter((param) => {
    if (!('typeAnnotation' in param) || !param.typeAnnotation) return false;
    const { start, end } = param.typeAnnotation.typeAnnotation;
    return QUANTITY.test(text.slice(start, end));
  });
  return quantities.length >= 2;
}
