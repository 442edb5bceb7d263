import katex from 'katex';
import 'katex/dist/katex.min.css';

/** Sets a LaTeX formula into an element, with MathML beside it for screen readers. */
export function renderFormula(tex: string, element: HTMLElement): void {
  katex.render(tex, element, { throwOnError: true, displayMode: false });
}
