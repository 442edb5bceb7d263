import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { nodeBackend } from '../../scripts/node-backend';
import type { NodeBackend } from '../../scripts/node-backend';
import { Executor, operations } from './executor';
import { Memory, part, whole } from './executor-memory';
import type { Block } from './executor-memory';
import { LiveVariables } from './executor-variables';
import type { Program } from './kernels/program';

let gpu: NodeBackend;
beforeAll(async () => {
  gpu = await nodeBackend();
});

/** x becomes factor x + 1 in place. */
function grow(factor: number, count: number): Program {
  const wgsl = `
@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { x[id.x] = ${factor}.0 * x[id.x] + 1.0; }`;
  return { label: `grow ${factor}`, wgsl, bindings: [{ name: 'x', access: 'read_write' }], workgroups: [count, 1, 1], flops: 2 };
}

function submit<N extends string>(executor: Executor<N>, ...names: N[]): void {
  const { device } = gpu.backend;
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const name of names) executor.encode(pass, name);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

describe('Memory', () => {
  test('knows its size before anything is allocated, and shares scratch by name', () => {
    const memory = new Memory();
    const kept = memory.floats(10);
    const small = memory.scratch('s', 4);
    const large = memory.scratch('s', 100);
    expect(small.block).toBe(large.block);
    expect(kept.block).not.toBe(small.block);
    expect([small.size, large.size, memory.largest, memory.total]).toEqual([16, 400, 400, 440]);
  });

  test('begins every tensor of an arena where a binding may begin', () => {
    const { all, parts } = new Memory().arena(new Map([['a', 1], ['b', 65], ['c', 2]]));
    expect(Array.from(parts.values(), ({ offset, size }) => [offset, size])).toEqual([[0, 4], [256, 260], [768, 8]]);
    expect(all.size).toBe(1024);
  });
});

describe('Executor', () => {
  test('compiles a program that was refused anew when it is asked for again', async () => {
    const { device } = gpu.backend;
    const memory = new Memory();
    const sequences = { only: operations([grow(97, 2)], { x: memory.floats(2) }) };
    const create = vi.spyOn(device, 'createComputePipelineAsync').mockRejectedValueOnce(new Error('out of memory'));
    await expect(new Executor(device, sequences).compile(() => undefined)).rejects.toThrow('grow 97 was refused');
    await new Executor(device, sequences).compile(() => undefined);
    expect(create).toHaveBeenCalledTimes(2);
    create.mockRestore();
  });

  test('runs its sequences in order, compiling a program that occurs twice once', async () => {
    const memory = new Memory();
    const x = memory.floats(128);
    const second = part(x, 64, 2);
    const executor = new Executor(gpu.backend.device, {
      first: operations([grow(2, 2), grow(3, 2)], { x: part(x, 0, 2) }),
      second: operations([grow(3, 2)], { x: second }),
    });
    const progress: [number, number][] = [];
    await executor.compile((done, total) => progress.push([done, total]));
    expect(progress).toEqual([[0, 2], [1, 2], [2, 2]]);
    memory.allocate(gpu.backend.device);
    executor.bind();
    submit(executor, 'first', 'second', 'first');
    const values = await tf.tensor({ buffer: x.block.buffer!, zeroCopy: true }, [128]).data();
    expect([values[0], values[64], values[66]]).toEqual([28, 1, 0]);
    memory.destroy();
    expect(gpu.errors).toEqual([]);
  });

  test('says what is missing', async () => {
    const x = new Memory().floats(2);
    expect(() => operations([grow(2, 2)], { y: x })).toThrow('grow 2: no memory for the binding "x"');
    const executor = new Executor(gpu.backend.device, { all: operations([grow(2, 2)], { x }) });
    expect(() => executor.bind()).toThrow('before it was compiled');
    await executor.compile(() => undefined);
    expect(() => executor.bind()).toThrow('the memory of "x" is not there yet');
  });

  test('rejects with the compiler’s words', async () => {
    const { device } = gpu.backend;
    device.pushErrorScope('validation');
    const wrong = { ...grow(2, 2), wgsl: grow(2, 2).wgsl.replace('+ 1.0', '+ one') };
    const executor = new Executor(device, { all: operations([wrong], { x: new Memory().floats(2) }) });
    await expect(executor.compile(() => undefined)).rejects.toThrow(/grow 2:4: .*one/);
    await device.popErrorScope();
  });
});

describe('LiveVariables', () => {
  async function setUp() {
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
    const block: Block = { size: 8, buffer: null };
    const live = new LiveVariables(gpu.backend, new Map([[variable, block]]));
    const executor = new Executor(gpu.backend.device, { all: operations([grow(2, 2)], { x: whole(block) }) });
    await executor.compile(() => undefined);
    const step = () => {
      const changed = live.refresh();
      if (changed) executor.bind();
      submit(executor, 'all');
      return changed;
    };
    return { variable, step };
  }

  test('tfjs reads what a program wrote, each time, and before it what was there', async () => {
    const { variable, step } = await setUp();
    const doubled = tf.mul(variable, 2);
    expect(step()).toBe(true);
    expect(Array.from(await doubled.data())).toEqual([2, 4]);
    expect(Array.from(await variable.data())).toEqual([3, 5]);
    expect(step()).toBe(false);
    expect(Array.from(await variable.data())).toEqual([7, 11]);
    expect(Array.from(await tf.mul(variable, 2).data())).toEqual([14, 22]);
  });

  test('a read that is under way while a program runs is not taken for the new values', async () => {
    const { variable, step } = await setUp();
    step();
    const reading = variable.data();
    step();
    expect(Array.from(await reading)).toEqual([3, 5]);
    expect(Array.from(await variable.data())).toEqual([7, 11]);
  });

  test('follows a variable that was assigned', async () => {
    const { variable, step } = await setUp();
    step();
    variable.assign(tf.tensor1d([10, 20]));
    expect(step()).toBe(true);
    expect(Array.from(await variable.data())).toEqual([21, 41]);
  });

  test('leaves clones and tensors that a variable was assigned from as they were', async () => {
    const { variable, step } = await setUp();
    step();
    const clone = variable.clone();
    const view = variable.reshape([2, 1]);
    expect(step()).toBe(true);
    expect(Array.from(await clone.data())).toEqual([3, 5]);
    expect(Array.from(await view.data())).toEqual([3, 5]);
    expect(Array.from(await variable.data())).toEqual([7, 11]);
    const source = tf.tensor1d([0, 0]);
    variable.assign(source);
    step();
    expect(Array.from(await source.data())).toEqual([0, 0]);
    expect(Array.from(await variable.data())).toEqual([1, 1]);
  });

  test('holds no tensors of its own', async () => {
    const { step } = await setUp();
    step();
    const { numTensors } = tf.memory();
    for (let n = 0; n < 10; n++) step();
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test('refuses a block of another size', () => {
    const variable = tf.variable(tf.tensor1d([1, 2]), false, 'pair');
    const block: Block = { size: 12, buffer: null };
    expect(() => new LiveVariables(gpu.backend, new Map([[variable, block]]))).toThrow('pair has 2 values');
  });
});
