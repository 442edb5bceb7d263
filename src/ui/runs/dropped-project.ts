/**
 * Calls `open` with a .dcgan file that is dropped anywhere on the page, before whatever else takes files there; gives the
 * function that stops it.
 */
export function listenForProjects(target: Window, open: (file: File) => void): () => void {
  const over = (event: DragEvent) => {
    // While it is dragged only the kind of a file is known, not its name.
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const file = Array.from(event.dataTransfer?.files ?? []).find(({ name }) => name.toLowerCase().endsWith('.dcgan'));
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    open(file);
  };
  target.addEventListener('dragover', over);
  target.addEventListener('drop', drop, { capture: true });
  return () => {
    target.removeEventListener('dragover', over);
    target.removeEventListener('drop', drop, { capture: true });
  };
}
