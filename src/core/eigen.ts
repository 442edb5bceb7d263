/** Eigenvalues of a symmetric matrix, ascending, with unit eigenvectors as rows in the same order. */
export interface Eigen {
  values: Float64Array<ArrayBuffer>;
  vectors: Float64Array<ArrayBuffer>[];
}

/** Rounds of the QL iteration for one eigenvalue; it converges cubically and needs two or three. */
const MOST_ROUNDS = 60;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, row-major [n, n], in float64: Householder reflections make it
 * tridiagonal, implicitly shifted QL makes that diagonal (Golub and Van Loan, sections 8.3.1 and 8.3.3). Takes some
 * 9 n^3 multiplications, which pays over Jacobi's method for the sizes of feature covariances. Only the lower triangle is
 * read. Throws a RangeError for a matrix that is not finite.
 */
export function eigenSymmetric(matrix: Float64Array, n: number): Eigen {
  if (!matrix.every(Number.isFinite)) throw new RangeError('a matrix that is not finite has no eigenvalues');
  const a = Array.from({ length: n }, (_, i) => matrix.slice(i * n, (i + 1) * n));
  const { diagonal, below, basis } = tridiagonal(a);
  diagonalize(diagonal, below, basis);
  const order = Array.from(diagonal.keys()).toSorted((i, j) => diagonal[i]! - diagonal[j]!);
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors: order.map((i) => basis[i]!) };
}

interface Tridiagonal {
  diagonal: Float64Array<ArrayBuffer>;
  /** `below[i]` stands between rows i and i + 1; the last is 0. */
  below: Float64Array<ArrayBuffer>;
  /** The rows in which the matrix is tridiagonal. */
  basis: Float64Array<ArrayBuffer>[];
}

/** Q A Q^T = T with Q a product of reflections, one a column, each of which clears what lies below the subdiagonal. */
function tridiagonal(a: Float64Array<ArrayBuffer>[]): Tridiagonal {
  const n = a.length;
  const basis = a.map((_, i) => Float64Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
  mirror(a);
  for (let column = 0; column < n - 2; column++) {
    const v = reflector(a, column);
    if (!v) continue;
    reflectBothSides(a, v, column + 1);
    reflectRows(basis, v, column + 1);
  }
  const below = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? a[i + 1]![i]! : 0));
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i]![i]!), below, basis };
}

function mirror(a: Float64Array[]): void {
  for (let i = 0; i < a.length; i++) for (let j = 0; j < i; j++) a[j]![i] = a[i]![j]!;
}

/** The unit vector v, zero up to `column`, for which (1 - 2 v v^T) maps the column onto its subdiagonal entry. */
function reflector(a: readonly Float64Array[], column: number): Float64Array | null {
  const n = a.length;
  const v = new Float64Array(n);
  let tail = 0;
  for (let i = column + 1; i < n; i++) {
    v[i] = a[i]![column]!;
    if (i > column + 1) tail = Math.max(tail, Math.abs(v[i]!));
  }
  if (tail === 0) return null;
  // Away from zero, so that nothing cancels.
  const length = Math.hypot(...v.subarray(column + 1));
  v[column + 1]! += v[column + 1]! >= 0 ? length : -length;
  const scale = 1 / Math.hypot(...v.subarray(column + 1));
  return v.map((value) => value * scale);
}

/** A becomes H A H for H = 1 - 2 v v^T, as A - 2 v w^T - 2 w v^T with w = A v - (v^T A v) v. */
function reflectBothSides(a: readonly Float64Array[], v: Float64Array, from: number): void {
  const w = new Float64Array(v.length);
  let inner = 0;
  a.forEach((row, i) => {
    let sum = 0;
    for (let j = from; j < v.length; j++) sum += row[j]! * v[j]!;
    w[i] = sum;
    inner += sum * v[i]!;
  });
  for (let i = 0; i < v.length; i++) w[i]! -= inner * v[i]!;
  a.forEach((row, i) => {
    const [vi, wi] = [2 * v[i]!, 2 * w[i]!];
    for (let j = 0; j < v.length; j++) row[j]! -= vi * w[j]! + wi * v[j]!;
  });
}

/** The rows become H times the rows. */
function reflectRows(rows: readonly Float64Array[], v: Float64Array, from: number): void {
  const sums = new Float64Array(v.length);
  for (let i = from; i < v.length; i++) {
    const row = rows[i]!;
    const vi = v[i]!;
    for (let j = 0; j < v.length; j++) sums[j]! += vi * row[j]!;
  }
  for (let i = from; i < v.length; i++) {
    const row = rows[i]!;
    const vi = 2 * v[i]!;
    for (let j = 0; j < v.length; j++) row[j]! -= vi * sums[j]!;
  }
}

/** Makes a tridiagonal matrix diagonal in place, turning the rows of its basis along. */
function diagonalize(diagonal: Float64Array, below: Float64Array, basis: readonly Float64Array[]): void {
  const n = diagonal.length;
  for (let low = 0; low < n; low++) {
    for (let round = 0; ; round++) {
      const high = firstGap(diagonal, below, low);
      if (high === low) break;
      if (round === MOST_ROUNDS) throw new Error('the eigenvalues did not converge');
      sweep(diagonal, below, basis, low, high);
    }
  }
}

/** The first place at or after `low` below which the matrix falls apart. */
function firstGap(diagonal: Float64Array, below: Float64Array, low: number): number {
  for (let at = low; at < diagonal.length - 1; at++) {
    const scale = Math.abs(diagonal[at]!) + Math.abs(diagonal[at + 1]!);
    if (Math.abs(below[at]!) <= Number.EPSILON * scale || Math.abs(below[at]!) < Number.MIN_VALUE / Number.EPSILON) return at;
  }
  return diagonal.length - 1;
}

/** One implicit QL sweep from `high` up to `low` with Wilkinson's shift. */
function sweep(d: Float64Array, e: Float64Array, basis: readonly Float64Array[], low: number, high: number): void {
  const half = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  const root = Math.hypot(half, 1);
  let g = d[high]! - d[low]! + e[low]! / (half + (half >= 0 ? root : -root));
  let [sine, cosine, carried] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The matrix fell apart on the way: what was carried goes back, and the next round starts from here.
      d[i + 1]! -= carried;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const before = d[i + 1]! - carried;
    const turned = (d[i]! - before) * sine + 2 * cosine * b;
    carried = sine * turned;
    d[i + 1] = before + carried;
    g = cosine * turned - b;
    turn(basis[i]!, basis[i + 1]!, cosine, sine);
  }
  d[low]! -= carried;
  e[low] = g;
  e[high] = 0;
}

function turn(lower: Float64Array, upper: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < lower.length; k++) {
    const [a, b] = [lower[k]!, upper[k]!];
    upper[k] = sine * a + cosine * b;
    lower[k] = cosine * a - sine * b;
  }
}
