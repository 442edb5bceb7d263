/** A place on the drawing board, from 0 to 1 each way. */
export interface Place {
  x: number;
  y: number;
}

/** A piece of a stroke. */
export type Segment = readonly [from: Place, to: Place];

/**
 * The pieces that one movement of the pencil draws: mirrored at the vertical middle where asked, then shrunk into each
 * cell of a `repeat` x `repeat` grid, so that a drawing becomes a pattern.
 */
export function segmentsOf([from, to]: Segment, mirror: boolean, repeat: number): Segment[] {
  const mirrored = (place: Place): Place => ({ x: 1 - place.x, y: place.y });
  const drawn: Segment[] = mirror ? [[from, to], [mirrored(from), mirrored(to)]] : [[from, to]];
  const cells = Array.from({ length: repeat * repeat }, (_, i) => [i % repeat, Math.floor(i / repeat)] as const);
  return cells.flatMap(([column, row]) => {
    const into = ({ x, y }: Place): Place => ({ x: (x + column) / repeat, y: (y + row) / repeat });
    return drawn.map(([a, b]) => [into(a), into(b)] as const);
  });
}
