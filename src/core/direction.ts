/** A direction in z that has a slider: found in the model, made by the person, or of a label. */
export interface Direction {
  id: string;
  /** What the person calls it; empty for the name that it comes with. */
  name: string;
  source: { kind: 'principal'; rank: number } | { kind: 'own' } | { kind: 'label'; label: string };
  /** Unit length. */
  vector: Float32Array<ArrayBuffer>;
  /** Share of the variance of G's first features, and change of the picture for one standard deviation; where known. */
  share?: number;
  effect?: number;
}
