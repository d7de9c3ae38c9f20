import { createInterface } from 'node:readline/promises';

/** Asks before something is replaced; returns only where the answer is yes. */
type Confirm = (question: string, leaves: 'synthetic' | 'real') => Promise<void>;

/**
 * The question at a terminal. `yes` answers it beforehand. Without a terminal there is nobody to ask: what the demo
 * made up goes, and is said to go, since it can be made again; for real rows it throws with the question and the way
 * out in both languages, as it does when the answer is no.
 */
export const confirmAtTerminal =
  (yes: boolean): Confirm =>
  async (question, leaves) => {
    if (yes) return;
    if (!process.stdin.isTTY && leaves === 'synthetic') {
      console.error(
        `${question}\n시연용 합성 자료뿐이므로 이어서 바꿉니다. Only synthetic data leaves: going on.`,
      );
      return;
    }
    if (!process.stdin.isTTY)
      throw new Error(
        `${question}\n아무것도 바꾸지 않았습니다. 그렇게 하려면 --yes 를 붙이십시오. Nothing was changed. Add --yes to do so.`,
      );
    const asked = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await asked.question(`${question}\n계속할까요? Go on? [y/N] `);
    asked.close();
    if (!/^(y|yes|예|네)$/iu.test(answer.trim()))
      throw new Error('아무것도 바꾸지 않았습니다. Nothing was changed.');
  };
