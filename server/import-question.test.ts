import { afterEach, expect, it, vi } from 'vitest';
import { confirmAtTerminal } from './import-question.ts';

const { isTTY } = process.stdin;
afterEach(() => {
  process.stdin.isTTY = isTTY;
});

it('without a terminal real rows stay and the way out is said, and --yes answers it', async () => {
  process.stdin.isTTY = false;
  await expect(confirmAtTerminal(false)('실제 자료 3개를 지웁니다.', 'real')).rejects.toThrow(
    /실제 자료 3개[^]*--yes/u,
  );
  await expect(confirmAtTerminal(true)('실제 자료 3개를 지웁니다.', 'real')).resolves.toBeUndefined();
});

it('without a terminal what the demo made up goes, and is said to go', async () => {
  process.stdin.isTTY = false;
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await confirmAtTerminal(false)('시연용 카메라 1500대를 지웁니다.', 'synthetic');
  expect(said).toHaveBeenCalledWith(expect.stringContaining('시연용 카메라 1500대'));
  said.mockRestore();
});
