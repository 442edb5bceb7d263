/** How a program uses one of its storage buffers. */
export interface Binding {
  name: string;
  access: 'read' | 'read_write';
}

/**
 * One GPU program, fully specialised to its shapes: WGSL whose entry point is `main` and whose `@group(0) @binding(i)`
 * is `bindings[i]`, and the number of workgroups to launch. `flops` counts multiplies and adds (2 per multiply-add)
 * of the mathematics, not of padding or wasted lanes.
 */
export interface Program {
  label: string;
  wgsl: string;
  bindings: readonly Binding[];
  workgroups: readonly [number, number, number];
  flops: number;
}
