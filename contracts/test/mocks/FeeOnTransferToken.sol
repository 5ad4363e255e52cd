// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that burns 1 % of every transfer, so that less arrives than was sent.
contract FeeOnTransferToken is ERC20 {
    constructor(address holder, uint256 amount) ERC20("Fee On Transfer", "FEE") {
        _mint(holder, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        bool isTransfer = from != address(0) && to != address(0);
        if (isTransfer) super._update(to, address(0), amount / 100);
    }
}
