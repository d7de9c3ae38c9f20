import './zod-without-eval.ts';
import 'virtual:tokens.css';
import '../ui/fonts.css';
import '../ui/base.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');
mount(App, { target });
