import { html } from "../vendor/view.js";
import { texts } from "../texts.js";
import { View } from "./view.js";

const said = texts.about;

/** What the page does, and what a page that is served cannot promise. */
class AboutView extends View {
  /** @override */
  render() {
    return html`
      <h1 tabindex="-1">${said.title}</h1>
      <section class="sheet">
        <h2>${said.does}</h2>
        ${said.doesText.map((text) => html`<p>${text}</p>`)}
      </section>
      <section class="sheet">
        <h2>${said.cannot}</h2>
        ${said.cannotText.map((text) => html`<p>${text}</p>`)}
      </section>
      <section class="sheet">
        <h2>${said.compare}</h2>
        <p>${said.compareText}</p>
        <p class="mono">phr store pages ${location.origin}</p>
        <p>${said.compareMore}</p>
        <p><a href="/pages.txt">${said.list}</a></p>
      </section>
    `;
  }
}

customElements.define("phr-about", AboutView);
