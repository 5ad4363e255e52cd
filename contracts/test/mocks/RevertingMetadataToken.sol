// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that refuses to tell its name, symbol and decimals.
contract RevertingMetadataToken is ERC20 {
    error NoMetadata();

    constructor(address holder, uint256 amount) ERC20("", "") {
        _mint(holder, amount);
    }

    function name() public pure override returns (string memory) {
        revert NoMetadata();
    }

    function symbol() public pure override returns (string memory) {
        revert NoMetadata();
    }

    function decimals() public pure override returns (uint8) {
        revert NoMetadata();
    }
}
