import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A server of a bench in a process of its own, so that its CPU is its own. */
export class Forked {
  readonly child: ChildProcess;
  readonly #name: string;

  private constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.child = child;
  }

  /** Starts a script of this folder; `said` is its first message. */
  static async start(
    name: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = process.env,
  ): Promise<{ forked: Forked; said: Readonly<Record<string, unknown>> }> {
    const forked = new Forked(name, fork(join(import.meta.dirname, name), args, { env }));
    return { forked, said: await forked.#answer() };
  }

  /** Asks for figures and waits for them. */
  async ask(what = 'figures'): Promise<Readonly<Record<string, unknown>>> {
    const answer = this.#answer();
    this.child.send(what);
    return answer;
  }

  /** CPU time since the process began, in ms. */
  async cpuMs(): Promise<number> {
    const { user, system } = (await this.ask())['cpu'] as NodeJS.CpuUsage;
    return (user + system) / 1000;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  #answer(): Promise<Record<string, unknown>> {
    const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
    const ended = () => reject(new Error(`${this.#name} ended`));
    this.child.once('exit', ended);
    this.child.once('message', (message) => {
      this.child.off('exit', ended);
      resolve(message as Record<string, unknown>);
    });
    return promise;
  }
}
