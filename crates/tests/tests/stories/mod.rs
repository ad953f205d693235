mod town;
mod wire;
