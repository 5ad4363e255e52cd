import { splitTrailingZeros } from '#lib/format/split-trailing-zeros.ts';

/** Shows another figure. */
export type WriteFigure = (text: string) => void;

/** Under the pointer the row is lighter: there, dimmed zeros would be too hard to read. */
const DIMMED = 'text-faint group-hover:text-secondary group-data-marked:text-secondary';

/**
 * Makes an element that React leaves empty show decimals whose trailing zeros are dimmed. Writing
 * changes no more than the texts of two nodes which stay, so that a stream renders nothing.
 */
export function createFigureCell(element: Element): WriteFigure {
  const head = document.createTextNode('');
  const zeros = document.createTextNode('');
  const dimmed = document.createElement('span');
  dimmed.className = DIMMED;
  dimmed.append(zeros);
  element.replaceChildren(head, dimmed);
  return (text) => {
    const parts = splitTrailingZeros(text);
    writeText(head, parts.head);
    writeText(zeros, parts.zeros);
  };
}

/** Changes a text only where it differs: setting the same one would lay it out again. */
export function writeText(node: Text, text: string): void {
  if (node.data !== text) node.data = text;
}
