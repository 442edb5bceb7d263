/**
 * Makes something whose 2D canvases are drawn by the processor, for libraries that do not let one choose. The curves of a
 * run are redrawn several times a second; where the GPU drew them, it would do so in place of training.
 */
export function onProcessor<T>(make: () => T): T {
  const { prototype } = HTMLCanvasElement;
  const original = Object.getOwnPropertyDescriptor(prototype, 'getContext')!;
  const getContext = function (this: HTMLCanvasElement, kind: string, options?: object) {
    return original.value.call(this, kind, kind === '2d' ? { ...options, willReadFrequently: true } : options);
  };
  Object.defineProperty(prototype, 'getContext', { ...original, value: getContext });
  try {
    return make();
  } finally {
    Object.defineProperty(prototype, 'getContext', original);
  }
}
