import type { Slice } from './executor-memory';
import type { Program } from './kernels/program';

/** A program and the slice of GPU memory that each of its bindings, by name, reads or writes. */
export interface Operation {
  program: Program;
  slices: Readonly<Record<string, Slice>>;
}

interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: readonly [number, number, number];
}

/** The operations of `programs`, all on the same slices: each takes those that its bindings name. */
export function operations(programs: readonly Program[], slices: Readonly<Record<string, Slice>>): Operation[] {
  return programs.map((program) => {
    for (const { name } of program.bindings) {
      if (slices[name] === undefined) throw new Error(`${program.label}: no memory for the binding "${name}"`);
    }
    return { program, slices };
  });
}

/** Pipelines by device and program: a run that begins anew, or a second one of the same shape, compiles nothing. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/**
 * Named sequences of operations, made ready once and recorded again and again. A sequence runs in order; an operation
 * sees what those before it wrote.
 */
export class Executor<Name extends string> {
  readonly #device: GPUDevice;
  readonly #sequences: Readonly<Record<Name, readonly Operation[]>>;
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  #dispatches: ReadonlyMap<string, readonly Dispatch[]> = new Map();

  constructor(device: GPUDevice, sequences: Readonly<Record<Name, readonly Operation[]>>) {
    this.#device = device;
    this.#sequences = sequences;
  }

  /**
   * Compiles all programs in parallel, each distinct one once; `onProgress` tells how many are done. Rejects with the
   * compiler's message when one is refused.
   */
  async compile(onProgress: (done: number, total: number) => void): Promise<void> {
    const programs = new Map<string, Program>();
    for (const { program } of this.#operations()) programs.set(keyOf(program), program);
    let done = 0;
    onProgress(done, programs.size);
    await Promise.all(
      Array.from(programs, async ([key, program]) => {
        this.#pipelines.set(key, await this.#cached(key, program));
        onProgress(++done, programs.size);
      }),
    );
  }

  /** Makes the bind groups. To be called after `compile`, and again whenever a block has another buffer. */
  bind(): void {
    const dispatches = new Map<string, Dispatch[]>();
    for (const name of Object.keys(this.#sequences) as Name[]) {
      dispatches.set(
        name,
        this.#sequences[name].map((operation) => this.#dispatch(operation)),
      );
    }
    this.#dispatches = dispatches;
  }

  /** Records one run of a sequence. */
  encode(pass: GPUComputePassEncoder, name: Name): void {
    const dispatches = this.#dispatches.get(name);
    if (dispatches === undefined) throw new Error('a sequence was encoded before its bind groups were made');
    for (const { pipeline, bindGroup, workgroups } of dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
  }

  #operations(): Operation[] {
    return Object.values<readonly Operation[]>(this.#sequences).flat();
  }

  #layout({ bindings }: Program): GPUBindGroupLayout {
    const key = bindings.map(({ access }) => access).join();
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      layout = this.#device.createBindGroupLayout({
        entries: bindings.map(({ access }, binding) => ({
          binding,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  #cached(key: string, program: Program): Promise<GPUComputePipeline> {
    const known = compiled.get(this.#device) ?? new Map<string, Promise<GPUComputePipeline>>();
    compiled.set(this.#device, known);
    const pipeline = known.get(key) ?? this.#pipeline(program);
    known.set(key, pipeline);
    // What was refused once, as a GPU short of memory may, is compiled anew when it is next asked for.
    pipeline.catch(() => known.delete(key));
    return pipeline;
  }

  async #pipeline(program: Program): Promise<GPUComputePipeline> {
    const { label, wgsl } = program;
    const module = this.#device.createShaderModule({ label, code: wgsl });
    try {
      return await this.#device.createComputePipelineAsync({
        label,
        layout: this.#device.createPipelineLayout({ bindGroupLayouts: [this.#layout(program)] }),
        compute: { module, entryPoint: 'main' },
      });
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const words = messages.map(({ lineNum, message }) => `${label}:${lineNum}: ${message}`);
      throw new Error([`${label} was refused: ${String(cause)}`, ...words].join('\n'), { cause });
    }
  }

  #dispatch({ program, slices }: Operation): Dispatch {
    const pipeline = this.#pipelines.get(keyOf(program));
    if (pipeline === undefined) throw new Error(`${program.label} was bound before it was compiled`);
    const entries = program.bindings.map(({ name }, binding) => {
      const { block, offset, size } = slices[name]!;
      if (block.buffer === null) throw new Error(`${program.label}: the memory of "${name}" is not there yet`);
      return { binding, resource: { buffer: block.buffer, offset, size } };
    });
    const bindGroup = this.#device.createBindGroup({ label: program.label, layout: this.#layout(program), entries });
    return { pipeline, bindGroup, workgroups: program.workgroups };
  }
}

/** Programs of the same key can share a pipeline. */
function keyOf({ bindings, wgsl }: Program): string {
  return `${bindings.map(({ access }) => access).join()}\n${wgsl}`;
}
