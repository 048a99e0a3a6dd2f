"""Relief: donations and relief goods, from a company's promise to a hospital's signature."""
