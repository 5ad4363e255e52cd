// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token whose name and symbol are a megabyte each.
contract MetadataBombToken is ERC20 {
    uint256 private constant LENGTH = 1_000_000;

    constructor(address holder, uint256 amount) ERC20("", "") {
        _mint(holder, amount);
    }

    function name() public pure override returns (string memory) {
        return string(new bytes(LENGTH));
    }

    function symbol() public pure override returns (string memory) {
        return string(new bytes(LENGTH));
    }
}
